package dev.agentservice.agent;

import dev.agentservice.llm.ModelFailover;
import dev.agentservice.llm.ModelGateway;
import dev.agentservice.llm.model.ModelReply;

import org.springframework.stereotype.Component;

/**
 * This service's own loop: each reply is one call of a model, or of the next one if that
 * fails.
 */
@Component
final class OwnLoop implements Loop {

	private final ModelGateway models;

	private final ModelFailover failover;

	OwnLoop(ModelGateway models, ModelFailover failover) {
		this.models = models;
		this.failover = failover;
	}

	@Override
	public ModelReply ask(Run run, boolean mayCallTools) {
		return this.failover.ask(run.models(), run.request().terms().deadline(),
				new ModelStep(run, this.models, mayCallTools));
	}

}
