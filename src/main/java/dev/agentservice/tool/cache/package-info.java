/**
 * Results of tools, kept in Redis for a while. What is kept can always be asked for
 * again: a Redis that is away costs nothing but the calls, and nobody waits for it long.
 * <p>
 * Redis keys, all of them documents <code>{"v":1,"text":…,"trusted":true}</code> that
 * expire ({@code trusted} only if the tool was when the result was kept); the hash is the
 * SHA-256 of the tool's name and its arguments in canonical form:
 * <ul>
 * <li><code>as:{u}:cache:&lt;tool&gt;:&lt;hash&gt;</code>: results that depend on the
 * user; written only while the epoch is the one of the run's admission, and listed in
 * <code>as:{u}:keys</code> as {@code cache:<tool>:<hash>};</li>
 * <li>{@code as:cache:<tool>:<hash>}: results that are the same for everybody.</li>
 * </ul>
 */
@NullMarked
package dev.agentservice.tool.cache;

import org.jspecify.annotations.NullMarked;
