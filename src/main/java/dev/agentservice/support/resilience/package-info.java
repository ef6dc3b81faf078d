/**
 * Limits of what may fail, shared by all outbound calls: when a circuit opens, how often
 * something is tried and how many retries there are over all calls.
 * <p>
 * Calls of models and of tools keep apart what differs for a reason. Their settings are
 * flat and have other defaults. A provider's bulkhead counts its connections and has a
 * short queue that only the last model of a chain waits in; a tool's place is taken until
 * a call that was given up has really ended. A model's circuit is asked for a last resort
 * and hears one thread; a tool's hears either the call or the one that waited for it. The
 * metrics of retries have names and labels of their own.
 */
@NullMarked
package dev.agentservice.support.resilience;

import org.jspecify.annotations.NullMarked;
