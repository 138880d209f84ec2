package org.clip4j.data.source;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Servers of {@code http:} and {@code https:} URLs, by RFC 9110: parts are asked for with {@code
 * Range} on condition of {@code If-Range}. A server that knows no ranges sends the whole file
 * again, of which the part that was read already is passed over, if it is the same version.
 */
final class HttpStore implements RemoteStore {

  private static final int OK = 200;
  private static final int PART = 206;
  private static final int FORBIDDEN = 403;
  private static final int NOT_ALLOWED = 405;
  private static final int NOT_IMPLEMENTED = 501;

  private final Patience patience;
  private final HttpClient client;

  HttpStore(Patience patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.connect())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
  }

  @Override
  public ShardInfo info(String url) throws IOException {
    HttpResponse<InputStream> head =
        send(request(url).method("HEAD", BodyPublishers.noBody()).build());
    head.body().close();
    int status = head.statusCode();
    if (status == OK) {
      return HttpAnswer.info(head);
    }
    if (status == FORBIDDEN || status == NOT_ALLOWED || status == NOT_IMPLEMENTED) {
      // Signed URLs and some servers answer GET alone.
      HttpResponse<InputStream> first = send(request(url).header("Range", "bytes=0-0").build());
      first.body().close();
      if (first.statusCode() == OK || first.statusCode() == PART) {
        return HttpAnswer.info(first);
      }
      throw HttpAnswer.failure(url, first);
    }
    throw HttpAnswer.failure(url, head);
  }

  @Override
  public Answer get(String url, long from, ShardInfo known) throws IOException {
    HttpRequest.Builder request = request(url);
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
      known.version().ifPresent(version -> request.header("If-Range", version));
    }
    HttpResponse<InputStream> response = send(request.build());
    try {
      ShardInfo info = info(url, response, from, known);
      if (response.statusCode() == OK) {
        response.body().skipNBytes(from);
      }
      return new Answer(info, response.body());
    } catch (IOException e) {
      response.body().close();
      throw e;
    }
  }

  private static ShardInfo info(
      String url, HttpResponse<InputStream> response, long from, ShardInfo known)
      throws IOException {
    if (response.statusCode() == PART && HttpAnswer.begin(response) == from) {
      return HttpAnswer.info(response);
    }
    if (response.statusCode() != OK) {
      throw HttpAnswer.failure(url, response);
    }
    ShardInfo info = HttpAnswer.info(response);
    if (from > 0 && !info.isSurely(known)) {
      throw new RefusedException(
          ShardUrl.printable(url)
              + ": the file has changed while it was read (its ETag, date or size is another);"
              + " what was read does not belong to what is there now");
    }
    return info;
  }

  private static HttpRequest.Builder request(String url) throws IOException {
    URI uri = ShardUrl.parse(url);
    if (uri.getRawUserInfo() != null) {
      throw new RefusedException(
          "a URL with a user's name in it (of "
              + uri.getHost()
              + ") is not read; take a signed URL");
    }
    if (uri.getHost() == null) {
      throw new RefusedException(
          ShardUrl.printable(url)
              + ": names no server; expected "
              + uri.getScheme()
              + "://HOST/...");
    }
    return HttpRequest.newBuilder(uri).header("Accept-Encoding", "identity");
  }

  /** Waits for the answer's head; its body has a clock of its own. */
  private HttpResponse<InputStream> send(HttpRequest request) throws IOException {
    CompletableFuture<HttpResponse<InputStream>> answer =
        client.sendAsync(request, head -> new TimedBody(patience.stall()));
    try {
      return answer.get(patience.stall().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new HttpTimeoutException(
          "the server did not answer within " + patience.stall().toSeconds() + " s");
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for the server");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("the request failed: " + e.getCause(), e.getCause());
    }
  }
}
