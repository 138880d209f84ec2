package org.clip4j.train.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.clip4j.core.json.StrictReader;
import org.clip4j.core.parameters.Parameter;
import org.clip4j.core.parameters.ParameterSet;

/** What the tensors in the reference of a model are called, and which of them are to be there. */
final class ReferenceNames {

  static final String IMAGE = "image";
  static final String TEXT = "text";
  static final String IMAGE_FEATURES = "image_features";
  static final String TEXT_FEATURES = "text_features";
  static final String LOSS = "loss";
  static final String GRADIENT = "grad.";

  private static final List<String> ALWAYS =
      List.of(IMAGE, TEXT, IMAGE_FEATURES, TEXT_FEATURES, LOSS);
  private static final List<String> OF_TRAINING =
      List.of(TrainingReplay.LOSS, TrainingReplay.LEARNING_RATE);

  private final Reference reference;

  ReferenceNames(Reference reference) {
    this.reference = reference;
  }

  /** Whether there is anything of a training: then it is a whole set. */
  boolean ofTraining() {
    return reference.names().stream().anyMatch(TrainingReplay::isOfTraining);
  }

  /** What is to be there. Gradients may be some of them, but in a whole set, which has them all. */
  List<String> expected(List<Parameter> parameters) {
    List<String> names = new ArrayList<>(ALWAYS);
    if (ofTraining()) {
      names.addAll(OF_TRAINING);
      for (Parameter p : parameters) {
        names.add(GRADIENT + p.name());
        names.add(TrainingReplay.AFTER + p.name());
      }
    }
    return names;
  }

  /** Names that mean nothing, each with what is said of it. */
  Map<String, String> unknown(ParameterSet parameters) {
    Map<String, String> unknown = new TreeMap<>();
    for (String tensor : reference.names()) {
      Optional<String> parameter = parameter(tensor);
      boolean known =
          parameter.isPresent()
              ? parameters.find(parameter.get()).isPresent()
              : ALWAYS.contains(tensor) || OF_TRAINING.contains(tensor);
      if (!known) {
        unknown.put(
            tensor,
            "not the name of a reference value or of a parameter"
                + (parameter.isPresent() ? "; the model has no such parameter" : hint(tensor)));
      }
    }
    return unknown;
  }

  private static Optional<String> parameter(String tensor) {
    for (String prefix : List.of(GRADIENT, TrainingReplay.AFTER)) {
      if (tensor.startsWith(prefix)) {
        return Optional.of(tensor.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  private static String hint(String tensor) {
    List<String> known = new ArrayList<>(ALWAYS);
    known.addAll(OF_TRAINING);
    return StrictReader.suggestion(tensor, known);
  }
}
