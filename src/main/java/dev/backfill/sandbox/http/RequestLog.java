package dev.backfill.sandbox.http;

/** Told of each request before it is answered; throws an ApiException to make it fail. */
@FunctionalInterface
public interface RequestLog {
  void received(String method, String rawPath);
}
