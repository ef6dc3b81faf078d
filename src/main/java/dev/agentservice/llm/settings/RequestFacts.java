package dev.agentservice.llm.settings;

import java.util.HashSet;
import java.util.Set;

import dev.agentservice.llm.model.Reasoning;
import org.jspecify.annotations.Nullable;

/**
 * The parameters that may be sent to a model.
 *
 * @param protocol the protocol of its provider
 * @param outputCap the name of the output cap
 * @param refusesStorage whether it is told that no copy may be kept
 * @param omit parameters that must not be sent
 * @param reasoning how its level of thinking is requested
 * @param unsaid the levels of thinking that it does not accept
 */
public record RequestFacts(Protocol protocol, OutputCapParameter outputCap, boolean refusesStorage,
		Set<OptionalParameter> omit, ReasoningProperties reasoning, Set<Reasoning> unsaid) {

	public RequestFacts {
		omit = Set.copyOf(omit);
		unsaid = Set.copyOf(unsaid);
	}

	/**
	 * The facts about the model, and those of its provider where the model has none.
	 */
	static RequestFacts of(ProviderProperties provider, @Nullable ModelProperties model) {
		RequestFacts facts = new RequestFacts(provider.protocol(), provider.outputCap(), provider.refusesStorage(),
				provider.omit(), provider.reasoning(), Set.of());
		if (model == null) {
			return facts;
		}
		for (OptionalParameter parameter : model.omit()) {
			facts = facts.without(parameter);
		}
		facts = (model.outputCapParameter() != null) ? facts.with(model.outputCapParameter()) : facts;
		return (model.reasoning() != null) ? facts.with(model.reasoning()) : facts;
	}

	/** How its level of thinking is requested: not at all in another protocol's form. */
	public ReasoningForm reasoningForm() {
		ReasoningForm form = this.reasoning.form();
		return (form.protocol() == this.protocol) ? form : ReasoningForm.NONE;
	}

	/**
	 * The word for the level of thinking; null if nothing is sent.
	 * @param level the wanted level, null if there is none
	 * @param withTools whether tools may be called
	 */
	public @Nullable String reasoningWord(@Nullable Reasoning level, boolean withTools) {
		if (reasoningForm() == ReasoningForm.NONE) {
			return null;
		}
		if (withTools && this.reasoning.withTools() != null) {
			return this.reasoning.withTools();
		}
		return (level == null || this.unsaid.contains(level)) ? null : this.reasoning.word(level);
	}

	/**
	 * Whether it may bill thoughts that it does not show: so do models of OpenAI, and
	 * those with an effort like theirs. Anthropic's report when they begin to think.
	 * @param level as for {@link #reasoningWord}
	 */
	boolean mayThinkUnseen(@Nullable Reasoning level, boolean withTools) {
		String told = reasoningWord(level, withTools);
		return (reasoningForm() == ReasoningForm.EFFORT || reasoningForm() == ReasoningForm.REASONING_OBJECT)
				&& !"none".equals((told != null) ? told : this.reasoning.whenUnset());
	}

	public RequestFacts with(OutputCapParameter name) {
		return new RequestFacts(this.protocol, name, this.refusesStorage, this.omit, this.reasoning, this.unsaid);
	}

	public RequestFacts with(ReasoningProperties other) {
		return new RequestFacts(this.protocol, this.outputCap, this.refusesStorage, this.omit, other, this.unsaid);
	}

	public RequestFacts without(OptionalParameter parameter) {
		return new RequestFacts(this.protocol, this.outputCap, this.refusesStorage, and(this.omit, parameter),
				this.reasoning, this.unsaid);
	}

	public RequestFacts without(Reasoning level) {
		return new RequestFacts(this.protocol, this.outputCap, this.refusesStorage, this.omit, this.reasoning,
				and(this.unsaid, level));
	}

	private static <T> Set<T> and(Set<T> set, T one) {
		Set<T> all = new HashSet<>(set);
		all.add(one);
		return all;
	}

}
