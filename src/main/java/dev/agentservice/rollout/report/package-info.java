/**
 * What people read about a judged rollout: {@code report.md}, and {@code report.html}
 * with plots.
 */
@NullMarked
package dev.agentservice.rollout.report;

import org.jspecify.annotations.NullMarked;
