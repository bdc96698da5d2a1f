package dev.backfill.sandbox.dataflow;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.backfill.sandbox.http.ApiException;
import dev.backfill.sandbox.http.Request;
import dev.backfill.sandbox.http.Response;
import dev.backfill.sandbox.http.Router;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Puts Dataflow v1b3's jobs of a region on a router. */
public final class DataflowRoutes {
  private static final String JOBS = "/v1b3/projects/{project}/locations/{region}/jobs";
  private static final List<String> IMPORTANCE =
      List.of(
          "JOB_MESSAGE_DEBUG",
          "JOB_MESSAGE_DETAILED",
          "JOB_MESSAGE_BASIC",
          "JOB_MESSAGE_WARNING",
          "JOB_MESSAGE_ERROR");
  private static final int PAGE = 1000;
  private static final String DEFAULT_REGION = "us-central1";

  private final DataflowService service;

  private DataflowRoutes(DataflowService service) {
    this.service = service;
  }

  /** Adds create, launch, list, get, update, messages, metrics and execution details. */
  public static void add(Router router, DataflowService service) {
    var routes = new DataflowRoutes(service);
    router
        .add("POST", JOBS, routes::create)
        .add("GET", JOBS, routes::list)
        .add("GET", JOBS + "/{job}", routes::get)
        .add("PUT", JOBS + "/{job}", routes::update)
        .add("GET", JOBS + "/{job}/messages", routes::messages)
        .add("GET", JOBS + "/{job}/metrics", routes::metrics)
        .add("GET", JOBS + "/{job}/executionDetails", routes::details)
        .add("GET", "/v1b3/projects/{project}/jobs", routes::list)
        .add("GET", "/v1b3/projects/{project}/jobs:aggregated", routes::list)
        .add("GET", "/v1b3/projects/{project}/jobs/{job}", routes::get)
        .add(
            "POST",
            "/v1b3/projects/{project}/locations/{region}/flexTemplates:launch",
            routes::launch);
  }

  private void create(Request request, Response response) throws IOException {
    response.json(service.create(request.path("project"), request.path("region"), request.json()));
  }

  private void launch(Request request, Response response) throws IOException {
    response.json(service.launch(request.path("project"), request.path("region"), request.json()));
  }

  private void list(Request request, Response response) throws IOException {
    var answer = DecodeJobRecord.JSON.createObjectNode();
    var page = answer.putArray("jobs");
    var name = request.query("name", "");
    var view = JobView.of(request.query("view"));
    var from = instant(request, "createTimeRange.startTime", Instant.MIN);
    var to = instant(request, "createTimeRange.endTime", Instant.MAX);
    var all =
        JobFilter.of(request.query("filter"))
            .of(service.list(request.path("project"), region(request)))
            .stream()
            .map(job -> JobText.of(job, view))
            .filter(job -> name.isEmpty() || job.path("name").asText().equals(name))
            .filter(job -> !created(job).isBefore(from) && created(job).isBefore(to))
            .toList();
    page(all, request, answer, page::add);
    response.json(answer);
  }

  private static Instant created(ObjectNode job) {
    return Instant.parse(job.path("createTime").asText());
  }

  /** Null for all regions; the service's own default where one of a project is asked for. */
  private static String region(Request request) {
    if (request.path("region") != null) {
      return request.path("region");
    }
    return request.rawPath().endsWith(":aggregated")
        ? request.query("location")
        : request.query("location", DEFAULT_REGION);
  }

  private void get(Request request, Response response) throws IOException {
    response.json(JobText.of(job(request), JobView.of(request.query("view"))));
  }

  private void details(Request request, Response response) throws IOException {
    response.json(JobText.details(job(request)));
  }

  private void update(Request request, Response response) throws IOException {
    response.json(
        service.update(
            request.path("project"), request.path("region"), request.path("job"), request.json()));
  }

  private void messages(Request request, Response response) throws IOException {
    var least = IMPORTANCE.indexOf(request.query("minimumImportance", "JOB_MESSAGE_BASIC"));
    if (least < 0) {
      throw ApiException.invalid("minimumImportance is not one of " + IMPORTANCE + ".");
    }
    var from = instant(request, "startTime", Instant.MIN);
    var to = instant(request, "endTime", Instant.MAX);
    var events =
        job(request).events().stream()
            .filter(event -> isWorkers(event) || importance(event) >= least)
            .filter(event -> !time(event).isBefore(from) && time(event).isBefore(to))
            .toList();
    var answer = DecodeJobRecord.JSON.createObjectNode();
    page(
        events,
        request,
        answer,
        event ->
            answer
                .withArrayProperty(isWorkers(event) ? "autoscalingEvents" : "jobMessages")
                .add(event));
    response.json(answer);
  }

  private static boolean isWorkers(ObjectNode event) {
    return event.has("eventType");
  }

  private static int importance(ObjectNode event) {
    return IMPORTANCE.indexOf(event.path("messageImportance").asText());
  }

  private static Instant time(ObjectNode event) {
    return Instant.parse(event.path("time").asText());
  }

  private static Instant instant(Request request, String name, Instant otherwise) {
    var value = request.query(name);
    try {
      return value == null || value.isEmpty() ? otherwise : Instant.parse(value);
    } catch (DateTimeException e) {
      throw ApiException.invalid(name + " is not a time such as 2020-04-14T00:00:00Z: " + value);
    }
  }

  private void metrics(Request request, Response response) throws IOException {
    var answer = DecodeJobRecord.JSON.createObjectNode();
    answer.put("metricTime", DecodeJobRecord.now().toString());
    answer.set("metrics", job(request).metrics());
    response.json(answer);
  }

  private DecodeJobRecord job(Request request) {
    return service.job(request.path("project"), region(request), request.path("job"));
  }

  /** One page of what there is; the token is the index to go on at. */
  private static void page(
      List<ObjectNode> all, Request request, ObjectNode answer, Consumer<ObjectNode> add) {
    var from = request.queryInt("pageToken", 0);
    var size = Math.max(1, Math.min(PAGE, request.queryInt("pageSize", PAGE)));
    var to = Math.min(all.size(), from + size);
    for (var i = Math.max(0, from); i < to; i++) {
      add.accept(all.get(i));
    }
    if (to < all.size()) {
      answer.put("nextPageToken", Integer.toString(to));
    }
  }
}
