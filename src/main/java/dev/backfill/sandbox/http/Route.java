package dev.backfill.sandbox.http;

/** What answers one method and path; may block. */
@FunctionalInterface
public interface Route {
  void handle(Request request, Response response) throws Exception;
}
