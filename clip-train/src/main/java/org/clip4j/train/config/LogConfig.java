package org.clip4j.train.config;

/**
 * {@code log}: how often a run tells of itself, and where.
 *
 * @param everySteps steps between lines of metrics, 10 by default
 * @param tensorboard whether the metrics are written as TensorBoard's events too; yes by default
 * @param metricsPort where Prometheus may ask for the latest metrics over HTTP, at {@code
 *     /metrics}; 0 for a free port, which the log tells; without it nobody listens
 * @param metricsHost the address that is listened at; 127.0.0.1 by default, which this machine
 *     alone reaches
 */
public record LogConfig(
    Long everySteps, Boolean tensorboard, Integer metricsPort, String metricsHost) {

  private static final int MAX_PORT = 65535;

  /** Fills in the defaults and checks the values. */
  public LogConfig {
    everySteps = Required.or(everySteps, 10L);
    tensorboard = Required.or(tensorboard, true);
    Required.atLeast("log.every_steps", 1, everySteps);
    if (metricsPort != null && (metricsPort < 0 || metricsPort > MAX_PORT)) {
      throw new IllegalArgumentException(
          "log.metrics_port is to lie in 0 to " + MAX_PORT + ", not " + metricsPort);
    }
    if (metricsHost != null && metricsPort == null) {
      throw new IllegalArgumentException("log.metrics_host is set, but log.metrics_port is not");
    }
    if (metricsPort != null) {
      metricsHost = Required.or(metricsHost, "127.0.0.1");
    }
  }

  /** Every value as it is where a configuration says nothing. */
  public static LogConfig defaults() {
    return new LogConfig(null, null, null, null);
  }
}
