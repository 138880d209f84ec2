package org.clip4j.train;

/**
 * Where the time of a step's gradients went.
 *
 * @param dataSeconds waiting for pictures and captions; decoding that goes on meanwhile in other
 *     threads is not in it
 * @param embedSeconds both encoders forward, over the whole batch
 * @param lossSeconds the loss with the gradients of all embeddings
 * @param backwardSeconds both encoders backward; with micro-batches each runs forward once more
 *     before
 */
public record StepTimes(
    double dataSeconds, double embedSeconds, double lossSeconds, double backwardSeconds) {}
