/**
 * The blocks of neural networks, composed of the operations in {@link org.clip4j.core.ops}.
 *
 * <p>What always holds: a module declares its parameters under PyTorch's names and with PyTorch's
 * defaults, and its {@code forward} takes and gives variables of a tape.
 */
package org.clip4j.core.nn;
