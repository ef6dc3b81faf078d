package dev.agentservice.llm.provider;

import java.util.Locale;

import dev.agentservice.llm.model.Reasoning;
import dev.agentservice.llm.settings.OptionalParameter;
import dev.agentservice.llm.settings.OutputCapParameter;
import dev.agentservice.llm.settings.ReasoningForm;
import dev.agentservice.llm.settings.ReasoningProperties;
import dev.agentservice.llm.settings.RequestFacts;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal says about the parameters of a model.
 */
sealed interface Correction {

	/** The facts, corrected. */
	RequestFacts applyTo(RequestFacts facts);

	/** The parameter's name in metrics and logs. */
	default String parameter() {
		return "reasoning";
	}

	/** The change from now on, for the log. */
	String done();

	/**
	 * The output cap has its other name. It is never left out: it bounds the cost of a
	 * call.
	 */
	record Renamed(OutputCapParameter name) implements Correction {

		@Override
		public RequestFacts applyTo(RequestFacts facts) {
			return facts.with(this.name);
		}

		@Override
		public String parameter() {
			return "output_cap";
		}

		@Override
		public String done() {
			return "renamed to " + this.name.wireName();
		}

	}

	/** The model does not get the parameter. */
	record Omitted(OptionalParameter optional) implements Correction {

		@Override
		public RequestFacts applyTo(RequestFacts facts) {
			return facts.without(this.optional);
		}

		@Override
		public String parameter() {
			return this.optional.wireName();
		}

		@Override
		public String done() {
			return "omitted";
		}

	}

	/** The model gets its level of thinking in another form, or not at all. */
	record Reformed(ReasoningForm form) implements Correction {

		@Override
		public RequestFacts applyTo(RequestFacts facts) {
			return facts.with(new ReasoningProperties(this.form));
		}

		@Override
		public String done() {
			return (this.form == ReasoningForm.NONE) ? "omitted"
					: "in the form " + this.form.name().toLowerCase(Locale.ROOT);
		}

	}

	/** The model does not accept this level. */
	record Unsaid(Reasoning level) implements Correction {

		@Override
		public RequestFacts applyTo(RequestFacts facts) {
			return facts.without(this.level);
		}

		@Override
		public String done() {
			return "omitted for " + this.level.name().toLowerCase(Locale.ROOT);
		}

	}

	/** The model accepts only this word, or none at all, with tools. */
	record WithTools(@Nullable String word) implements Correction {

		@Override
		public RequestFacts applyTo(RequestFacts facts) {
			ReasoningProperties reasoning = facts.reasoning();
			if (facts.reasoningForm() == ReasoningForm.NONE) {
				reasoning = new ReasoningProperties(ReasoningForm.EFFORT);
			}
			return facts.with(reasoning.withTools(this.word));
		}

		@Override
		public String done() {
			return (this.word != null) ? this.word + " with tools" : "omitted with tools";
		}

	}

}
