package dev.agentservice;

import java.nio.file.Path;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.agentservice.house.HouseBounds;
import dev.agentservice.house.HouseFigures;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

@BesideOthers
class HouseRulesTests {

	private static final JavaClasses SERVICE = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.agentservice");

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
		.importPackages("dev.agentservice");

	private static final JavaClasses OFFENDERS = new ClassFileImporter().importPackages("offenders");

	@ParameterizedTest
	@MethodSource("dev.agentservice.HouseRules#all")
	void theServiceKeepsTheRule(ArchRule rule) {
		rule.check(SERVICE);
	}

	@ParameterizedTest
	@MethodSource("dev.agentservice.HouseRules#ofTests")
	void theTestsKeepTheRule(ArchRule rule) {
		rule.check(TESTS);
	}

	/** Without this a rule with a typo in it would pass for ever. */
	@ParameterizedTest
	@MethodSource({ "dev.agentservice.HouseRules#all", "dev.agentservice.HouseRules#ofTests" })
	void aClassThatBreaksTheRuleIsFound(ArchRule rule) {
		assertThat(rule.evaluate(OFFENDERS).hasViolation()).as(rule.getDescription()).isTrue();
	}

	@Test
	void packagesTypesAndMethodsKeepTheirBounds() {
		HouseFigures figures = HouseFigures.of("dev.agentservice", Path.of("src/main/java"), Path.of("src/test/java"),
				SERVICE, TESTS);
		assertThat(HouseBounds.SERVICE.exceededBy(figures)).isEmpty();
	}

	@Test
	void theRulesSeeTheWholeService() {
		assertThat(SERVICE.contain(AgentServiceApplication.class)).isTrue();
		assertThat(SERVICE.contain(HouseRulesTests.class)).isFalse();
		assertThat(TESTS.contain(HouseRulesTests.class)).isTrue();
	}

}
