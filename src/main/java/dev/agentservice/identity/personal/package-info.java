/**
 * Names as personal data: who a tag stands for.
 */
@NullMarked
package dev.agentservice.identity.personal;

import org.jspecify.annotations.NullMarked;
