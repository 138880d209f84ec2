package org.clip4j.spark.hadoop;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.ShardScheme;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What can be said of files whose file system is not there at all. */
class UnreachableTest {

  private final ShardSources source =
      ShardSources.of(
          List.of(new HadoopScheme(Set.of("hdfs", "webhdfs", "abfs", "gs"), Pairs.QUICK)));

  @Test
  void aNameNodeThatIsAwayIsGivenUp() throws IOException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    String url = "hdfs://127.0.0.1:" + port + "/a.tar";
    String message = assertThrows(UnreachableException.class, () -> source.check(url)).getMessage();
    assertTrue(message.startsWith(url + ": given up after 12 attempts, at byte 0: "), message);
    assertTrue(message.contains("; check that it runs"), message);
    assertTrue(message.contains(":" + port + " failed"), message);
  }

  @ParameterizedTest
  @CsvSource({
    "hdfs://no-such-host.invalid/a.tar, its host is not known",
    "hdfs://no-such-host.invalid/a.tar, HADOOP_CONF_DIR",
    "webhdfs://no-such-host.invalid/a.tar, no-such-host.invalid",
    "hdfs:///a.tar, core-site.xml",
    "abfs://box@account.dfs.core.windows.net/a.tar, hadoop-azure",
    "gs://bucket/a.tar, gcs-connector",
    "hdfs:a.tar, expected SCHEME://HOST/FOLDER/NAME.tar",
  })
  void whatIsWrongWithTheUrlOrTheClassPathIsSaidAtOnce(String url, String hint) {
    IOException e = assertThrows(IOException.class, () -> source.check(url));
    assertTrue(e.getMessage().startsWith(url + ": "), e.getMessage());
    assertTrue(e.getMessage().contains(hint), e.getMessage());
  }

  @Test
  void isFoundOnTheClassPath() {
    RefusedException e =
        assertThrows(RefusedException.class, () -> ShardSources.standard().check("nothing:a"));
    assertTrue(e.getMessage().contains("hdfs"), e.getMessage());
  }

  @Test
  void withoutHadoopItIsFoundAndSaysWhatToAdd() {
    ShardScheme scheme =
        ServiceLoader.load(ShardScheme.class, new NoHadoop()).findFirst().orElseThrow();
    ShardSources source = ShardSources.of(List.of(scheme));
    String url = "hdfs://host/a.tar";
    IOException e = assertThrows(IOException.class, () -> source.check(url));
    assertInstanceOf(RefusedException.class, e);
    assertTrue(e.getMessage().startsWith(url + ": not all that reads it"), e.getMessage());
    assertTrue(e.getMessage().contains("hadoop-client-api"), e.getMessage());
  }

  /** The class path less Hadoop. */
  private static final class NoHadoop extends ClassLoader {
    NoHadoop() {
      super(HadoopScheme.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.apache.hadoop.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("org.clip4j.spark.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? define(name) : known;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
