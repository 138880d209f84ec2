/**
 * Shards from HDFS ({@code hdfs:}, {@code webhdfs:}, {@code viewfs:}) and whatever else Hadoop's
 * class path has a file system for. It is found by being on the class path; Hadoop's client is not
 * brought along, for Spark has its own.
 *
 * <p>What always holds:
 *
 * <ul>
 *   <li>Hadoop's own configuration counts: {@code core-site.xml} and {@code hdfs-site.xml} on the
 *       class path. Waits and retries alone are those of {@link org.clip4j.data.source.Patience}.
 *   <li>File systems are this package's own: none is shared with the rest of the process, which may
 *       want other settings, or close it.
 *   <li>They are asked as the user who asks here ({@code UserGroupInformation.doAs}), on threads
 *       that can be given up: no call waits longer than it may, whatever the file system does.
 *   <li>A file's version is its time of modification and its length.
 * </ul>
 */
package org.clip4j.spark.hadoop;
