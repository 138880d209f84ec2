package org.clip4j.spark.hadoop;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.util.function.Predicate;
import javax.security.sasl.SaslException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.security.KerberosAuthException;
import org.apache.hadoop.security.token.SecretManager.InvalidToken;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.ShardUrl;
import org.clip4j.data.webdataset.UnreachableException;

/**
 * Turns what Hadoop throws into what is to be done about it. Where its classes are not there, it
 * says so without needing one.
 */
final class HadoopFailures {

  private HadoopFailures() {}

  /** Of a file system that answered, or did not. */
  static IOException of(String url, Throwable e) {
    String name = ShardUrl.printable(url);
    if (e instanceof RefusedException || e instanceof UnreachableException) {
      return (IOException) e;
    }
    if (e instanceof LinkageError || isIn(e, HadoopFailures::isMissing)) {
      return missing(name, e);
    }
    if (e instanceof FileNotFoundException) {
      return new RefusedException(
          name + ": no such shard in the file system; check the list of shards", e);
    }
    if (isIn(e, HadoopFailures::isRefusal)) {
      // Tickets and tokens that ran out are nothing that is wrong with the shard.
      return UnreachableException.refused(
          name
              + ": the file system does not allow it ("
              + line(e)
              + "); check the file's permissions and who asks: a Kerberos ticket (kinit), or"
              + " HADOOP_USER_NAME",
          e);
    }
    if (isIn(e, HadoopFailures::isAway)) {
      return new IOException(
          "its server is not reached (" + line(e) + "); check that it runs, and its host and port",
          e);
    }
    if (e instanceof IOException) {
      return new IOException("the file system cannot be read: " + line(e), e);
    }
    return new UnreachableException(name + ": Hadoop failed: " + line(e), e);
  }

  /** Of a file system that cannot even be asked. */
  static IOException ofSetup(String url, Exception e) {
    String name = ShardUrl.printable(url);
    if (isIn(e, HadoopFailures::isMissing)) {
      return missing(name, e);
    }
    if (isIn(e, UnknownHostException.class::isInstance)) {
      return new UnreachableException(
          name
              + ": its host is not known ("
              + line(root(e))
              + "); check the URL, and whether hdfs-site.xml, where several name nodes share a"
              + " name, is on the class path (HADOOP_CONF_DIR)",
          e);
    }
    return new UnreachableException(
        name
            + ": Hadoop cannot set its file system up ("
            + line(root(e))
            + "); check the URL, and whether core-site.xml is on the class path (HADOOP_CONF_DIR)",
        e);
  }

  private static RefusedException missing(String name, Throwable e) {
    return new RefusedException(
        name
            + ": not all that reads it is on the class path ("
            + line(root(e))
            + "); add org.apache.hadoop:hadoop-client-api and hadoop-client-runtime, and for"
            + " another store than HDFS its archive, such as hadoop-azure for abfs: or"
            + " gcs-connector for gs:",
        e);
  }

  private static boolean isMissing(Throwable e) {
    return e instanceof ClassNotFoundException || e instanceof UnsupportedFileSystemException;
  }

  private static boolean isRefusal(Throwable e) {
    return e instanceof AccessControlException
        || e instanceof AccessDeniedException
        || e instanceof InvalidToken
        || e instanceof KerberosAuthException
        || e instanceof SaslException;
  }

  private static boolean isAway(Throwable e) {
    return e instanceof SocketException
        || e instanceof SocketTimeoutException
        || e instanceof UnknownHostException;
  }

  private static boolean isIn(Throwable e, Predicate<Throwable> what) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (what.test(cause)) {
        return true;
      }
    }
    return false;
  }

  private static Throwable root(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root;
  }

  /** The first line of a message; a name node's go on with its stack. */
  private static String line(Throwable e) {
    String message = e instanceof IOException ? e.getMessage() : e.toString();
    return message == null || message.isBlank()
        ? e.getClass().getSimpleName()
        : message.strip().lines().findFirst().orElseThrow();
  }
}
