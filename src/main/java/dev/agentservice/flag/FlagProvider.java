package dev.agentservice.flag;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

import dev.agentservice.flag.definition.FlagContext;
import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting.Decision;
import dev.agentservice.flag.definition.FlagType;
import dev.agentservice.identity.UserTag;
import dev.openfeature.sdk.EvaluationContext;
import dev.openfeature.sdk.FeatureProvider;
import dev.openfeature.sdk.ImmutableContext;
import dev.openfeature.sdk.Metadata;
import dev.openfeature.sdk.ProviderEvaluation;
import dev.openfeature.sdk.Reason;
import dev.openfeature.sdk.Value;
import dev.openfeature.sdk.exceptions.FlagNotFoundError;
import dev.openfeature.sdk.exceptions.TypeMismatchError;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Answers OpenFeature's questions from memory. The targeting key is the user's tag;
 * {@code tenant} and {@code agent} are attributes.
 *
 * @see <a href="https://openfeature.dev/specification/sections/providers">OpenFeature
 * specification: providers</a>
 */
@Component
final class FlagProvider implements FeatureProvider {

	private static final String TENANT = "tenant";

	private static final String AGENT = "agent";

	private final FlagCatalog catalog;

	private final LiveFlags live;

	FlagProvider(FlagCatalog catalog, LiveFlags live) {
		this.catalog = catalog;
		this.live = live;
	}

	static EvaluationContext toOpenFeature(FlagContext context) {
		return new ImmutableContext(context.user().value(),
				Map.of(TENANT, new Value(context.tenant()), AGENT, new Value(context.agent())));
	}

	private static FlagContext fromOpenFeature(EvaluationContext context) {
		return new FlagContext(attribute(context, TENANT),
				new UserTag(Objects.requireNonNullElse(context.getTargetingKey(), "")), attribute(context, AGENT));
	}

	private static String attribute(EvaluationContext context, String name) {
		@Nullable Value value = context.getValue(name);
		return (value != null && value.isString()) ? value.asString() : "";
	}

	@Override
	public Metadata getMetadata() {
		return () -> "agent-service";
	}

	@Override
	public ProviderEvaluation<Boolean> getBooleanEvaluation(String key, Boolean fallback, EvaluationContext context) {
		return evaluate(key, FlagType.BOOLEAN, context, Boolean::valueOf);
	}

	@Override
	public ProviderEvaluation<String> getStringEvaluation(String key, String fallback, EvaluationContext context) {
		return evaluate(key, FlagType.STRING, context, Function.identity());
	}

	@Override
	public ProviderEvaluation<Integer> getIntegerEvaluation(String key, Integer fallback, EvaluationContext context) {
		throw noSuchType();
	}

	@Override
	public ProviderEvaluation<Double> getDoubleEvaluation(String key, Double fallback, EvaluationContext context) {
		throw noSuchType();
	}

	@Override
	public ProviderEvaluation<Value> getObjectEvaluation(String key, Value fallback, EvaluationContext context) {
		throw noSuchType();
	}

	private <T> ProviderEvaluation<T> evaluate(String key, FlagType type, EvaluationContext context,
			Function<String, T> value) {
		Decision decision = this.live.decide(require(key, type), fromOpenFeature(context));
		return ProviderEvaluation.<T>builder()
			.value(value.apply(decision.value()))
			.variant(decision.variant())
			.reason(reason(decision.why()).name())
			.build();
	}

	private FlagDefinition require(String key, FlagType type) {
		FlagDefinition flag = this.catalog.find(key)
			.orElseThrow(() -> new FlagNotFoundError("There is no flag of this name"));
		if (flag.type() != type) {
			throw new TypeMismatchError("The flag's type is " + flag.type());
		}
		return flag;
	}

	private static Reason reason(Decision.Why why) {
		return switch (why) {
			case STATIC -> Reason.STATIC;
			case TARGETED -> Reason.TARGETING_MATCH;
			case SPLIT -> Reason.SPLIT;
			case DEFAULT -> Reason.DEFAULT;
		};
	}

	private static TypeMismatchError noSuchType() {
		return new TypeMismatchError("Flags are booleans or strings");
	}

}
