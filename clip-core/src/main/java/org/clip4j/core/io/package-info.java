/**
 * Tensors on disk: the safetensors format.
 *
 * <p>What always holds: every file is hostile until its header has been checked, and nothing is
 * allocated before that. A tensor read is a plain row-major array that owns its memory: it never
 * lies on a mapping of the file, so nobody can pull the file away from under it. No file stays open
 * after a call. A file is written aside, forced to disk and renamed, so that a reader sees the old
 * one or the new one and nothing between.
 *
 * <p>Source: the format's description in the README of github.com/huggingface/safetensors and its
 * reference implementation, {@code safetensors/src/tensor.rs}, whose checks and whose order of
 * tensors this package follows.
 */
package org.clip4j.core.io;
