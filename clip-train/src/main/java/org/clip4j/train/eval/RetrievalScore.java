package org.clip4j.train.eval;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * Retrieval in both directions.
 *
 * @param imageToText a picture looks for its caption
 * @param textToImage a caption looks for its picture
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record RetrievalScore(Recall imageToText, Recall textToImage) {}
