/**
 * A real Prometheus and a real Alertmanager beside two replicas under load: whether the
 * shipped rules and the dashboard tell what has happened.
 */
@NullMarked
package dev.agentservice.endtoend.monitoring;

import org.jspecify.annotations.NullMarked;
