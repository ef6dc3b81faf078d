/**
 * Moves collections to another embedding model: makes the vectors of another generation
 * beside those that are searched, measures both with golden queries, and switches.
 * <p>
 * Redis keys, in the slot of their collection:
 * <ul>
 * <li><code>as:{k:t:c}:reembed</code>: a hash, the other generation: {@code generation},
 * {@code g}, its number, {@code state}, {@code reason}; who pays for it and how much:
 * {@code run}, {@code attempt}, {@code user}, {@code credential}, {@code most},
 * {@code tokens}, {@code cost}, {@code begun_at}; {@code instance}, the index that it is
 * written into, {@code mark}, the last mark of that, {@code kept_until};</li>
 * <li><code>as:{k:t:c}:embedded</code>: a hash, d → version: documents that are in it as
 * a whole, the progress of the job;</li>
 * <li><code>as:{k:t:c}:vec:&lt;d&gt;:&lt;version&gt;:&lt;generation&gt;</code>: vectors
 * beside those that a version was stored with; their bytes are {@code beside} of
 * <code>as:{k:t:c}:collection</code>, {@code g} is the number of the generation that is
 * searched;</li>
 * <li><code>as:{k:t:c}:reembedding</code>: the replica that works at it; expires with its
 * time.</li>
 * </ul>
 */
@NullMarked
package dev.agentservice.knowledge.reembed;

import org.jspecify.annotations.NullMarked;
