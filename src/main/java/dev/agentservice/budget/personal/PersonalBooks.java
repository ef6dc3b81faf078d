package dev.agentservice.budget.personal;

import java.util.List;

import dev.agentservice.budget.BudgetProperties;
import dev.agentservice.support.personal.Keeping;
import dev.agentservice.support.personal.Keeping.Erasure;
import dev.agentservice.support.personal.PersonalDataStore;

import org.springframework.stereotype.Component;

/**
 * Amounts under a user's tag.
 */
@Component
class PersonalBooks implements PersonalDataStore {

	private final BudgetProperties properties;

	PersonalBooks(BudgetProperties properties) {
		this.properties = properties;
	}

	@Override
	public String name() {
		return "budget";
	}

	@Override
	public List<Keeping> keepings() {
		return List.of(
				new Keeping("amounts by day, under a tag", "limits, and reports of what was spent",
						this.properties.retention(), "the day", Erasure.ANONYMOUS),
				new Keeping("amounts by run", "the limit of a run", this.properties.runRetention(),
						"the last use", Erasure.DELETED));
	}

}
