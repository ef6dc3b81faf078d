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
 * What a refusal taught about the parameters of a model.
 */
sealed interface Correction {

	/** The facts, corrected. */
	RequestFacts applyTo(RequestFacts facts);

	/** The parameter's name in metrics and logs. */
	String parameter();

	/** What is done from now on, for the log. */
	String done();

	/**
	 * The output cap has its other name. It is never left out: what a call can cost hangs
	 * on it.
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

	/** The model is told in another form how much to think, or not at all. */
	record Reformed(ReasoningForm form) implements Correction {

		@Override
		public RequestFacts applyTo(RequestFacts facts) {
			return facts.with(new ReasoningProperties(this.form));
		}

		@Override
		public String parameter() {
			return "reasoning";
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
		public String parameter() {
			return "reasoning";
		}

		@Override
		public String done() {
			return "omitted for " + this.level.name().toLowerCase(Locale.ROOT);
		}

	}

	/** The model accepts only this word, or none at all, beside tools. */
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
		public String parameter() {
			return "reasoning";
		}

		@Override
		public String done() {
			return (this.word != null) ? this.word + " with tools" : "omitted with tools";
		}

	}

}
