package dev.agentservice.llm.resilience;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.agentservice.llm.model.ModelException;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.llm.model.ModelReply;
import dev.agentservice.llm.model.ModelReply.Finish;
import dev.agentservice.llm.model.Usage;
import dev.agentservice.llm.settings.LlmProperties;
import dev.agentservice.llm.settings.ModelCatalog;
import dev.agentservice.redis.TestRedis;
import dev.agentservice.support.redis.LuaScript;
import dev.agentservice.support.redis.ReplicaContext;
import dev.agentservice.support.redis.channel.RedisChannels;
import dev.langchain4j.data.message.AiMessage;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A replica that knows of pauses and two models, wired as in the service. */
final class PauseReplica implements AutoCloseable {

	static final ModelId LISTED = ModelId.parse("p/listed");

	static final ModelId UNLISTED = ModelId.parse("p/unlisted");

	private static final LuaScript<List<@Nullable Object>> CALL = LuaScript.list("test-call");

	private final ReplicaContext context;

	PauseReplica(TestRedis redis, Map<String, String> settings) {
		this.context = new ReplicaContext(redis, settings, Wiring.class);
	}

	PauseStore store() {
		return this.context.get(PauseStore.class);
	}

	/** Is refused a call for so long. */
	void refused(ModelId model, Duration retryAfter) {
		assertThatExceptionOfType(ModelException.class)
			.isThrownBy(() -> this.context.get(ModelPauses.class).call(model, Refused.with(model, 429, retryAfter)));
	}

	boolean spares(ModelId model) {
		return catchThrowableOfType(SparedException.class, () -> this.context.get(ModelPauses.class)
			.call(model, () -> new ModelReply(model, AiMessage.from("Here."), Usage.NONE, Finish.STOP))) != null;
	}

	/** Runs a command on the key of the pauses. */
	@Nullable Object command(String command, String... args) {
		Object[] words = new Object[args.length + 2];
		words[0] = command;
		words[1] = "as:models:paused";
		System.arraycopy(args, 0, words, 2, args.length);
		return Objects.requireNonNull(this.context.store().run(CALL, List.of("as:models:paused"), List.of(words)))
			.getFirst();
	}

	@Override
	public void close() {
		this.context.close();
	}

	/** No component, so that nobody finds it by scanning. */
	@EnableConfigurationProperties(LlmProperties.class)
	@Import({ ModelCatalog.class, ModelPauses.class, PauseStore.class, SharedPauses.class, RedisChannels.class })
	static class Wiring {

	}

}
