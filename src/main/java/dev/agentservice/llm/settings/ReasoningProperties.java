package dev.agentservice.llm.settings;

import java.util.Objects;
import java.util.stream.Stream;

import dev.agentservice.llm.model.Reasoning;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the level of thinking is requested of a model. A level without a word here has that
 * of the form.
 *
 * @param form the form in the request
 * @param whenOff the word for not thinking at all; for a model that always thinks its
 * lowest word
 * @param low the word for a little
 * @param medium the word for as much as most tasks need
 * @param high the word for as much as the model can
 * @param withTools the word that is sent with tools, for every level: the model accepts
 * no other with them
 * @param whenUnset the word for the model's behaviour without a request; null if that is
 * not known. It is never sent
 */
public record ReasoningProperties(@DefaultValue("none") @NotNull ReasoningForm form,
		@Nullable @Pattern(regexp = WORD) String whenOff, @Nullable @Pattern(regexp = WORD) String low,
		@Nullable @Pattern(regexp = WORD) String medium, @Nullable @Pattern(regexp = WORD) String high,
		@Nullable @Pattern(regexp = WORD) String withTools, @Nullable @Pattern(regexp = WORD) String whenUnset) {

	/** Not known. */
	public static final ReasoningProperties UNKNOWN = new ReasoningProperties(ReasoningForm.NONE);

	private static final String WORD = "[a-z0-9_-]{1,20}";

	@ConstructorBinding
	public ReasoningProperties {
	}

	/** With the words of the form. */
	public ReasoningProperties(ReasoningForm form) {
		this(form, null, null, null, null, null, null);
	}

	/** The word of the level. */
	String word(Reasoning level) {
		String own = switch (level) {
			case OFF -> this.whenOff;
			case LOW -> this.low;
			case MEDIUM -> this.medium;
			case HIGH -> this.high;
		};
		return Objects.requireNonNullElseGet(own, () -> this.form.word(level));
	}

	public ReasoningProperties withTools(@Nullable String word) {
		return new ReasoningProperties(this.form, this.whenOff, this.low, this.medium, this.high, word, this.whenUnset);
	}

	@AssertTrue(message = "must have percentages from 0 to 90 in the form budget")
	boolean isBudgetOfPercentages() {
		return this.form != ReasoningForm.BUDGET
				|| Stream.of(this.whenOff, this.low, this.medium, this.high, this.withTools)
					.allMatch((word) -> word == null || word.matches("[0-9]|[1-8][0-9]|90"));
	}

}
