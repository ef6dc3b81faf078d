/**
 * One gateway to all models: providers, wire protocols, usage.
 * <p>
 * Redis keys:
 * <ul>
 * <li>{@code as:models:paused}: a hash: of each listed model whose provider asked for a
 * pause the end of it, in Redis's milliseconds. It expires with the last of them</li>
 * <li>{@code as:{u}:remote}: a sorted set: what providers keep of the user's runs,
 * {@code openai:response:<id>}, by when it began; listed in {@code as:{u}:keys} as
 * {@code remote}. Of one user these are all</li>
 * <li>{@code as:remote}: a sorted set: the same of all users, each behind the user's tag,
 * so that leftovers can be deleted</li>
 * </ul>
 * Channel {@code as:models:paused:changed}: a model whose pause began or ended.
 */
@ApplicationModule(allowedDependencies = { "budget", "budget :: price" })
@NullMarked
package dev.agentservice.llm;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
