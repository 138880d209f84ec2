/**
 * Reverse-mode differentiation: a tape of fused operations, one operation a file with forward and
 * backward side by side.
 *
 * <p>What always holds: an operation's forward leaves in the arena what its backward needs; a
 * backward sets or adds to the gradients of its inputs and adds to the gradients of its parameters;
 * every operation has a gradient check in double precision.
 */
package org.clip4j.core.ops;
