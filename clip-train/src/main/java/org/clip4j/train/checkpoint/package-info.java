/**
 * Checkpoints: folders that are whole or not there.
 *
 * <p>What always holds: a checkpoint is a folder {@code step-NNNNNN}, written aside, synced and
 * renamed; {@code last} names the newest; nothing in it depends on clock, host, place or process,
 * so that equal runs leave equal bytes.
 */
package org.clip4j.train.checkpoint;
