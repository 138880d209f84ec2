package org.clip4j.spark.hadoop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.security.UserGroupInformation;
import org.clip4j.data.source.RefusedException;
import org.clip4j.data.source.ShardInfo;
import org.clip4j.data.source.ShardSources;
import org.clip4j.data.webdataset.UnreachableException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Against HDFS itself: a name node and a data node within this process. */
class HdfsTest {

  private static final byte[] BYTES = Pairs.bytes(1);
  private static final String NAME = "/train/a b%20.tar";

  @TempDir private static Path folder;
  private static MiniDFSCluster cluster;
  private static FileSystem hdfs;
  private static String root;
  private static ShardSources source;

  @BeforeAll
  static void start() throws IOException {
    HdfsConfiguration configuration = new HdfsConfiguration();
    configuration.set("hdfs.minidfs.basedir", folder.resolve("cluster").toString());
    // The name of the two is for those who ask; these are servers.
    configuration.set("dfs.nameservices", "");
    // A file of three blocks.
    configuration.setInt("dfs.blocksize", 1 << 20);
    cluster = new MiniDFSCluster.Builder(configuration).numDataNodes(1).build();
    hdfs = cluster.getFileSystem();
    String host = "127.0.0.1:" + cluster.getNameNodePort();
    System.setProperty("clip4j.test.namenode", host);
    root = "hdfs://" + host;
    put(NAME, BYTES);
    source =
        ShardSources.of(
            List.of(new HadoopScheme(Set.of("hdfs", "webhdfs", "viewfs"), Pairs.QUICK)));
  }

  @AfterAll
  static void stop() {
    cluster.shutdown();
  }

  private static void put(String path, byte[] bytes) throws IOException {
    try (OutputStream out = hdfs.create(new org.apache.hadoop.fs.Path(path), true)) {
      out.write(bytes);
    }
  }

  /** By its host, over HTTP, by a name of hdfs-site.xml, and by a mount of core-site.xml. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "hdfs://NODE/train/",
        "HDFS://NODE/train/",
        "webhdfs://WEB/train/",
        "hdfs://two/train/",
        "viewfs://all/mounted/"
      })
  void readsAFileWholeAndFromAByte(String place) throws IOException {
    String url =
        place
                .replace("NODE", "127.0.0.1:" + cluster.getNameNodePort())
                .replace("WEB", "127.0.0.1:" + cluster.getNameNode().getHttpAddress().getPort())
            + "a b%20.tar";
    ShardInfo info = source.info(url);
    assertEquals(BYTES.length, info.size().orElseThrow());
    assertTrue(info.version().isPresent());
    assertArrayEquals(BYTES, Pairs.read(source, url));
    try (InputStream in = source.open(url, 2_500_000)) {
      assertArrayEquals(Arrays.copyOfRange(BYTES, 2_500_000, BYTES.length), in.readAllBytes());
    }
  }

  @Test
  void batchesAreThoseOfFiles() throws IOException {
    List<String> files = new ArrayList<>();
    List<String> urls = new ArrayList<>();
    for (Path file : Pairs.write(folder.resolve("pairs"))) {
      files.add(file.toString());
      put("/pairs/" + file.getFileName(), Files.readAllBytes(file));
      urls.add(root + "/pairs/" + file.getFileName());
    }
    assertEquals(
        Pairs.batches(files, ShardSources.standard(), 11), Pairs.batches(urls, source, 11));
  }

  @Test
  void waitsForADataNodeThatComesBack() throws IOException {
    put("/away.tar", BYTES);
    try (InputStream in = source.open(root + "/away.tar")) {
      byte[] begin = in.readNBytes(100_000);
      DataNodeProperties node = cluster.stopDataNode(0);
      Logger retries = (Logger) LoggerFactory.getLogger("org.clip4j.data.source.Retries");
      BackAgain back = new BackAgain(node);
      back.start();
      retries.addAppender(back);
      try {
        assertArrayEquals(BYTES, concat(begin, in.readAllBytes()));
      } finally {
        retries.detachAppender(back);
      }
      assertTrue(back.came, "the node was missed");
    }
  }

  /** Starts the node again when it is first said that something will be tried again. */
  private static final class BackAgain extends AppenderBase<ILoggingEvent> {
    private final DataNodeProperties node;
    private boolean came;

    BackAgain(DataNodeProperties node) {
      this.node = node;
    }

    @Override
    protected void append(ILoggingEvent event) {
      if (!came) {
        came = true;
        try {
          cluster.restartDataNode(node, true);
          cluster.waitActive();
        } catch (IOException e) {
          addError("the node does not come back", e);
        }
      }
    }
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  @Test
  void anotherVersionIsNeverJoined() throws IOException {
    for (byte[] other : List.of(Pairs.bytes(2), new byte[1000])) {
      put("/changing.tar", BYTES);
      try (InputStream in = source.open(root + "/changing.tar")) {
        in.readNBytes(1000);
        put("/changing.tar", other);
        // Large enough a step to be asked for anew.
        in.skipNBytes(1_500_000);
        RefusedException e = assertThrows(RefusedException.class, in::read);
        assertTrue(e.getMessage().contains("has changed"), e.getMessage());
      }
    }
  }

  @Test
  void whatIsNotThereIsSaid() {
    String gone = root + "/train/no.tar";
    for (String url : List.of(gone, "hdfs://two/no.tar", "viewfs://all/mounted/no.tar")) {
      RefusedException e = assertThrows(RefusedException.class, () -> source.check(url));
      assertTrue(e.getMessage().startsWith(url + ": no such shard"), e.getMessage());
      assertThrows(RefusedException.class, () -> source.open(url));
    }
    RefusedException e = assertThrows(RefusedException.class, () -> source.check(root + "/train"));
    assertTrue(e.getMessage().startsWith(root + "/train: is a folder"), e.getMessage());
  }

  /** One that may be seen, by who asks here and not by who runs the process. */
  @Test
  void whatMayNotBeReadIsSaidBeforeItIsRead() throws Exception {
    put("/private.tar", BYTES);
    hdfs.setPermission(new org.apache.hadoop.fs.Path("/private.tar"), new FsPermission("600"));
    String url = root + "/private.tar";
    UserGroupInformation.createRemoteUser("guest")
        .doAs(
            (PrivilegedExceptionAction<Void>)
                () -> {
                  UnreachableException e =
                      assertThrows(UnreachableException.class, () -> source.check(url));
                  assertTrue(e.isRefusal());
                  String message = e.getMessage();
                  assertTrue(message.startsWith(url + ": the file system does not"), message);
                  assertTrue(message.contains("user=guest"), message);
                  assertEquals(1, message.lines().count(), message);
                  return null;
                });
    source.check(url);
  }
}
