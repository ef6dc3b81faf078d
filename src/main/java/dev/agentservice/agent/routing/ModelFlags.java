package dev.agentservice.agent.routing;

import java.util.Optional;

import dev.agentservice.agent.definition.AgentDefinition.Models;
import dev.agentservice.budget.price.PriceTable;
import dev.agentservice.flag.BuiltInFlag;
import dev.agentservice.flag.FlagMetrics;
import dev.agentservice.flag.FlagValueCheck;
import dev.agentservice.flag.ResolvedFlags;
import dev.agentservice.llm.ModelGateway;
import dev.agentservice.llm.model.ModelId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * The flags whose values are models. One that cannot be used is refused before it is
 * switched to; should it turn out later, the agent file's model is used.
 */
@Component
public class ModelFlags implements FlagValueCheck {

	private static final Logger logger = LoggerFactory.getLogger(ModelFlags.class);

	private final ModelGateway models;

	private final PriceTable prices;

	private final FlagMetrics metrics;

	ModelFlags(ModelGateway models, PriceTable prices, FlagMetrics metrics) {
		this.models = models;
		this.prices = prices;
		this.metrics = metrics;
	}

	@Override
	public boolean covers(String flag) {
		return flag.equals(BuiltInFlag.SIMPLE_MODEL.label()) || flag.equals(BuiltInFlag.COMPLEX_MODEL.label());
	}

	@Override
	public Optional<String> complaint(String value) {
		if (value.isEmpty()) {
			return Optional.empty();
		}
		if (!value.contains("/") || value.startsWith("/") || value.endsWith("/")) {
			return Optional.of("must be a model id, provider/model, or empty for the agent file's");
		}
		if (!this.models.serves(ModelId.parse(value))) {
			return Optional.of("must be a model that is served: no provider of this name is configured");
		}
		return this.prices.prices(value) ? Optional.empty()
				: Optional.of("must be a model with a price, see agent-service.budget.prices");
	}

	/** The models of an agent, where flags name none in their place. */
	public Models of(Models models, ResolvedFlags flags) {
		return new Models(model(BuiltInFlag.SIMPLE_MODEL, flags).orElse(models.simple()),
				model(BuiltInFlag.COMPLEX_MODEL, flags).orElse(models.complex()), models.fallback(), models.afterCut(),
				models.reasoning());
	}

	private Optional<ModelId> model(BuiltInFlag flag, ResolvedFlags flags) {
		return flags.model(flag).filter((model) -> isUsable(flag, model)).map(ModelId::parse);
	}

	private boolean isUsable(BuiltInFlag flag, String model) {
		Optional<String> complaint = complaint(model);
		complaint.ifPresent((reason) -> {
			this.metrics.unusable(flag.label());
			logger.atWarn()
				.addKeyValue("flag", flag.label())
				.addKeyValue("model", model)
				.addKeyValue("reason", reason)
				.log("A flag names a model that cannot be used; the agent file's is used");
		});
		return complaint.isEmpty();
	}

}
