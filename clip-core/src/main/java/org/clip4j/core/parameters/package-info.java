/**
 * What a model learns: named tensors with their gradients.
 *
 * <p>What always holds: a parameter's name is its path in the tree of modules and is open_clip's
 * name in a state dict; all parameters of a model lie side by side in one block, and so do their
 * gradients.
 */
package org.clip4j.core.parameters;
