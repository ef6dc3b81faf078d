/**
 * One gateway to all models: providers, wire protocols, usage.
 * <p>
 * Redis keys:
 * <ul>
 * <li>{@code as:models:paused}: a hash: of each listed model whose provider asked for a
 * pause the end of it, in Redis's milliseconds. It expires with the last of them</li>
 * </ul>
 * Channel {@code as:models:paused:changed}: a model whose pause began or ended.
 */
@ApplicationModule(allowedDependencies = { "budget", "budget :: price" })
@NullMarked
package dev.agentservice.llm;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
