/**
 * Keeps personal data that no erasure knows of.
 */
@NullMarked
package offenders.personal;

import org.jspecify.annotations.NullMarked;
