/**
 * The manifest: which documents there are, in which version, and their passages. It is
 * the truth; every index is a cache of it. What an index finds counts only if the
 * manifest has it in that very version, and its text is taken from here.
 * <p>
 * Redis keys, all of one collection that a tenant shares under the hash tag
 * <code>{k:&lt;t&gt;:&lt;c&gt;}</code>. What a user owns is in the same keys with the
 * prefix <code>as:{u}:know:&lt;c&gt;:</code>, each in the user's index and with a time to
 * live; {@code t} is the tag of the tenant, {@code c} the configured name, {@code d} the
 * tag of a document (an HMAC over tenant, collection and the document's id):
 * <ul>
 * <li><code>as:{k:t:c}:collection</code>: a hash: {@code generation}, how texts are
 * compared: {@code none}, or {@code <model>@<dimension>}; {@code seq}, the last version
 * that was given; and the sums {@code documents}, {@code passages}, {@code quarantined},
 * {@code bytes}; {@code index}, the index outside of Redis that the collection is in,
 * {@code whole}, the same with the id of its instance once all of it is there, and
 * {@code filling}, the token of who fills it;</li>
 * <li><code>as:{k:t:c}:docs</code>: a hash, d → the document's entry as JSON, with the
 * version that counts; <code>:ids</code>, a sorted set of the same tags, all scores
 * 0;</li>
 * <li><code>as:{k:t:c}:doc:&lt;d&gt;:&lt;version&gt;</code>: a hash, number → passage as
 * JSON. Never changed once it is current; before that it expires after an hour;</li>
 * <li><code>as:{k:t:c}:vec:&lt;d&gt;:&lt;version&gt;</code>: a hash, number → vector of
 * the passage, 16 bits a number, in base64; stands and goes with the passages. There are
 * as many as passages, or none if the version was stored in the generation {@code none}.
 * Those of another generation have its name behind the version;</li>
 * <li><code>as:{k:t:c}:paid:&lt;d&gt;</code>: a hash, digest of a text and its generation
 * → vector that was paid for and does not count yet; goes when the document is stored,
 * deleted or put with another text, or after an hour;</li>
 * <li><code>as:{k:t:c}:stage:&lt;d&gt;</code>: a hash: {@code token}, {@code version} and
 * {@code seen} of the one writer that is at work; expires with its time;</li>
 * <li><code>as:{k:t:c}:log</code>: a stream of the last 10,000 changes, by which replicas
 * bring their indexes up to date;</li>
 * <li><code>as:{k:t:c}:garbage</code>: a sorted set, <code>&lt;index&gt;
 * &lt;generation&gt; &lt;d&gt; &lt;version&gt; &lt;passages&gt;</code> → when that may be
 * deleted from an index outside of Redis. An entry is there before anything is written,
 * and leaves when its version counts, or when the index has confirmed the deletion;</li>
 * <li><code>as:{k:t:c}:fill</code>: the replica that fills such an index; expires with
 * its time;</li>
 * <li>{@code as:know:places}: a set of the collections, {@code <t> <c>}, that ever held
 * anything;</li>
 * <li>{@code as:know:bytes}: a sorted set, {@code <t> <c>} → bytes that are stored, and
 * {@code +<ms> <token>} → bytes that a writer has reserved until then.</li>
 * </ul>
 */
@NullMarked
package dev.agentservice.knowledge.manifest;

import org.jspecify.annotations.NullMarked;
