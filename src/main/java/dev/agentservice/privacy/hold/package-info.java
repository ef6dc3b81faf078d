/**
 * Legal holds: a copy of a user's data, sealed, in a directory outside of Redis, which an
 * erasure leaves until the hold is released or has ended. The file is the truth: it says
 * whose it is and until when, so neither a crash nor a Redis of yesterday loses a hold or
 * brings one back.
 * <p>
 * A file {@code <tag>.hold} begins with a line of JSON in the clear ({@link HoldHeader});
 * the rest is sealed with AES-256-GCM, piece by piece, under a key of its own that is
 * made of the configured one and that line ({@link Sealing}). {@code *.part} are files in
 * the making.
 * <p>
 * Redis key <code>as:{e}:holds</code>, a hash, user's tag → until when in ms, or
 * {@code releasing} while the file is being deleted: by it a replica that does not see
 * the directory knows that there is a copy.
 */
@NullMarked
package dev.agentservice.privacy.hold;

import org.jspecify.annotations.NullMarked;
