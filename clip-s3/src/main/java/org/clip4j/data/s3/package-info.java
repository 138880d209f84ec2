/**
 * Shards from Amazon S3 and the stores that speak its protocol (MinIO, Ceph, R2 and others), as
 * {@code s3://BUCKET/NAME}. It is found by being on the class path.
 *
 * <p>Credentials and region come as the AWS SDK finds them. {@code clip4j.s3.endpoint} (or the
 * environment's {@code CLIP4J_S3_ENDPOINT}) names another server, whose buckets are then parts of
 * the path; {@code clip4j.s3.anonymous=true} (or {@code CLIP4J_S3_ANONYMOUS}) asks without
 * credentials. A run's own configuration goes before both; see {@link
 * org.clip4j.data.source.ShardSources#with}.
 */
package org.clip4j.data.s3;
