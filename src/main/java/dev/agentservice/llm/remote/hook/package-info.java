/**
 * Webhooks of providers: who sent them, and which run is to look at its provider's
 * record.
 * <p>
 * Redis keys: {@code as:remote:hook:<provider>:<digest>}: that the message with an id of
 * this digest has come. It expires after 11 minutes. Channel {@code as:remote:hooks}:
 * what a hook is about, such as {@code openai-responses resp_1}.
 */
@NullMarked
package dev.agentservice.llm.remote.hook;

import org.jspecify.annotations.NullMarked;
