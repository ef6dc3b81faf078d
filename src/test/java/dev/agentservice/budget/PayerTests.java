package dev.agentservice.budget;

import dev.agentservice.identity.UserTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PayerTests {

	private static final UserTag USER = TestBudget.USER;

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "a:b", "a{b", "a}b", "a/b", "a\nb", "ä" })
	void aNameThatCouldBreakAKeyIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> new Payer(name, USER, "k", "a", "r", 1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Payer("t", new UserTag(name), "k", "a", "r", 1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Payer("t", USER, name, "a", "r", 1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Payer("t", USER, "k", name, "r", 1, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Payer("t", USER, "k", "a", name, 1, 0));
	}

	@Test
	void attemptsCountFromOneAndCapsAreNotNegative() {
		assertThat(new Payer("t", USER, null, null, "run_01", 1, 0).attempt()).isOne();
		assertThatIllegalArgumentException().isThrownBy(() -> new Payer("t", USER, "k", "a", "r", 0, 0));
		assertThatIllegalArgumentException().isThrownBy(() -> new Payer("t", USER, "k", "a", "r", 1, -1));
	}

}
