package org.clip4j.data.s3;

import java.io.IOException;
import org.clip4j.data.source.BusyException;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.webdataset.UnreachableException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns the SDK's exceptions into what is to be done about them. */
final class S3Failures {

  private S3Failures() {}

  static IOException of(String url, SdkException e) {
    if (e instanceof AwsServiceException answer) {
      int status = answer.statusCode();
      boolean passing = status == 429 || status == 408 || (status >= 500 && status != 501);
      if (passing || answer.isThrottlingException()) {
        return new BusyException("the store answered " + status, null);
      }
      String message = url + ": " + refusal(status);
      // Credentials that ran out are nothing that is wrong with the shard.
      return status == 400 || status == 401 || status == 403
          ? UnreachableException.refused(message, e)
          : new RefusedException(message, e);
    }
    String message = String.valueOf(e.getMessage());
    if (message.contains("credentials")) {
      return new UnreachableException(
          url
              + ": no credentials for S3 were found; set AWS_ACCESS_KEY_ID and"
              + " AWS_SECRET_ACCESS_KEY, or a profile, or -Dclip4j.s3.anonymous=true for public"
              + " data",
          e);
    }
    return new IOException("the store cannot be reached: " + message, e);
  }

  private static String refusal(int status) {
    return switch (status) {
      case 404 -> "no such shard in the store (404); check the list of shards";
      case 403 ->
          "the store does not allow it (403); check the credentials, or the shard may not be there";
      case 412 ->
          "the file has changed while it was read; what was read does not belong to what is there"
              + " now";
      case 301, 307 -> "the bucket is in another region; set AWS_REGION to it";
      case 416 -> "the file is shorter than it was (416)";
      default -> "the store answered " + status;
    };
  }
}
