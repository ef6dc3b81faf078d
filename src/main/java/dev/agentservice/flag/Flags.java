package dev.agentservice.flag;

import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.flag.definition.FlagContext;
import dev.agentservice.flag.definition.FlagDefinition;
import dev.agentservice.flag.definition.FlagSetting;
import dev.openfeature.sdk.Client;
import dev.openfeature.sdk.EvaluationContext;

import org.springframework.stereotype.Component;

/**
 * The flags as the service asks them. Answers come from memory and never wait.
 * Thread-safe.
 */
@Component
public final class Flags {

	private final FlagCatalog catalog;

	private final LiveFlags live;

	private final Client openFeature;

	Flags(FlagCatalog catalog, LiveFlags live, Client openFeature) {
		this.catalog = catalog;
		this.live = live;
		this.openFeature = openFeature;
	}

	/** All flags as they are now: for a run, which asks once and then keeps to it. */
	public ResolvedFlags resolve(FlagContext context) {
		EvaluationContext evaluation = FlagProvider.toOpenFeature(context);
		Map<String, Object> values = new TreeMap<>();
		this.catalog.all().forEach((flag) -> values.put(flag.name(), ask(flag, context, evaluation)));
		return new ResolvedFlags(values);
	}

	/** Whether an agent may run, or go on running, now. */
	public boolean agentEnabled(FlagContext context) {
		return this.openFeature.getBooleanValue(BuiltInFlag.AGENT_ENABLED.label(), true,
				FlagProvider.toOpenFeature(context));
	}

	/**
	 * Hears that overrides have changed, on a thread that must not be blocked and after
	 * which every answer is the new one.
	 */
	public void onChange(Runnable listener) {
		this.live.onChange(listener);
	}

	private Object ask(FlagDefinition flag, FlagContext context, EvaluationContext evaluation) {
		FlagSetting configured = flag.configured();
		return switch (flag.type()) {
			case BOOLEAN -> this.openFeature.getBooleanValue(flag.name(),
					Boolean.valueOf(configured.decide(flag.name(), context).value()), evaluation);
			case STRING -> this.openFeature.getStringValue(flag.name(), configured.decide(flag.name(), context).value(),
					evaluation);
		};
	}

}
