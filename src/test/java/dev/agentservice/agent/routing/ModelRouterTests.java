package dev.agentservice.agent.routing;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.agentservice.agent.definition.AgentDefinition.AfterCut;
import dev.agentservice.agent.definition.AgentDefinition.Models;
import dev.agentservice.llm.model.ModelId;
import dev.agentservice.support.BesideOthers;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

@BesideOthers
class ModelRouterTests {

	private static final List<String> SIMPLE = List.of("Where is my order 1234?", "What time is it in Tokyo?",
			"What is 17.5 % of 2300, and what time is it in Berlin?", "Hi", "Thanks, that was all.",
			"Translate 'good morning' into French.", "Who wrote Faust?", "When does the shop open tomorrow?",
			"Why is the sky blue?", "What planet is closest to the sun?", "Change my address to 12 Planetree Lane.",
			"Summarise our last exchange in one sentence.", "How do I reset my password?",
			"Write a birthday wish for my colleague Anna.", "Convert 12 miles into kilometres.",
			"Is it warmer in Rome or in Oslo today?", "Wie spät ist es in New York?", "Was kostet das Paket nach Wien?",
			"Quelle heure est-il à Lyon ?", "¿Cuál es la capital de Perú?", "Qual é o prazo de entrega?", "现在几点？",
			"Give me three synonyms for happy.", "What does VAT stand for?", "Spell 'necessary'.",
			// taken for complex: words that are meant, not used
			"Explain in one line what an algorithm is.", "How do you spell 'strategy'?");

	private static final List<String> COMPLEX = List.of(
			"Compare the two contracts and recommend one, with reasons for each clause.",
			"Prove that the square root of 2 is irrational.",
			"Design a rate limiter for a cluster of 20 nodes and discuss the trade-offs.",
			"Explain why our conversion fell in March and evaluate the three explanations below.",
			"Implement an LRU cache in Java, with tests.",
			"Debug this:\n```\nfor (int i = 0; i <= a.length; i++) sum += a[i];\n```",
			"Plan a four-day trip to Lisbon: \n- two children\n- no car\n- vegetarian\n- under 900 EUR",
			"Analyse these figures and tell me what is odd:\nmonth;sales;cost\nJan;120;80\nFeb;130;95\nMar;90;97",
			"Optimise this query:\nSELECT * FROM orders o\nJOIN users u ON u.id = o.user_id;\nORDER BY o.created;",
			"What are the pros and cons of moving to Kubernetes for a team of five?",
			"Solve step by step: a train leaves at 9:40 at 80 km/h, another at 10:05 at 110 km/h. When do they meet?",
			"Derive the closed form of ∑ k^2 for k from 1 to n.",
			"Find the root cause of the outage from this timeline and write a post-mortem.",
			"What is the tax? What is the net? What changes if I move? And what if I marry?",
			"Forecast next quarter from the last eight and justify the method.",
			"Review the architecture and list what would break at ten times the load.",
			"Vergleiche die beiden Tarife und begründe, welcher für uns günstiger ist.",
			"Entwirf eine Strategie für die Einführung in drei Märkten.",
			"Explique pourquoi le chiffre d'affaires baisse et évalue deux stratégies.",
			"Analiza los datos y explica por qué cambió la tendencia.",
			"Progetta un database per una biblioteca e spiega le scelte.", "请比较这两个方案并分析优缺点。", "证明根号二是无理数。",
			"Refactor the following class so that it can be tested without a network.",
			"Read this and tell me which parts contradict each other: " + "The parties agree as follows. ".repeat(300),
			// taken for simple: nothing in the words shows the work
			"Should we lease the machines at 48 months and 3 % or buy them on credit at 5 %?",
			"Three people share a taxi and get out at different places. Who pays what?");

	@Test
	void sortsAtLeastNineInTenLabelledTasksRight() {
		Map<String, Integer> wrong = new TreeMap<>();
		SIMPLE.forEach((task) -> wrong.put(task, TaskComplexity.points(task, 2, 0)));
		wrong.values().removeIf((points) -> points < 3);
		COMPLEX.stream().filter((task) -> TaskComplexity.points(task, 2, 0) < 3).forEach((task) -> wrong.put(task, 0));
		assertThat(wrong.size() * 10).as("wrong: %s", wrong).isLessThanOrEqualTo(SIMPLE.size() + COMPLEX.size());
	}

	@Test
	void choosesByTheThreshold() {
		ModelId simple = new ModelId("openai", "small");
		ModelId complex = new ModelId("openai", "large");
		Models models = new Models(simple, complex, List.of(), AfterCut.RESTART, null);
		String task = "Explain the rule.";
		assertThat(new ModelRouter(new RoutingProperties(2)).choose(models, task, 0, 0)).isEqualTo(complex);
		assertThat(new ModelRouter(new RoutingProperties(3)).choose(models, task, 0, 0)).isEqualTo(simple);
		assertThat(new ModelRouter(new RoutingProperties(0)).choose(models, "Hi", 0, 0)).isEqualTo(complex);
	}

	@Test
	void countsEachSignalOnItsOwn() {
		assertThat(TaskComplexity.points("Hi", 8, 10)).isZero();
		assertThat(TaskComplexity.points("Hi", 9, 10)).isOne();
		assertThat(TaskComplexity.points("Hi", 8, 11)).isOne();
		assertThat(TaskComplexity.points("Hi", 8, 31)).isEqualTo(2);
		assertThat(TaskComplexity.points("ab ".repeat(200), 0, 0)).isOne();
		assertThat(TaskComplexity.points("ab ".repeat(800), 0, 0)).isEqualTo(2);
		assertThat(TaskComplexity.points("ab ".repeat(2700), 0, 0)).isEqualTo(3);
		assertThat(TaskComplexity.points("字".repeat(600), 0, 0)).isEqualTo(2);
		assertThat(TaskComplexity.points("A? B?", 0, 0)).isOne();
		assertThat(TaskComplexity.points("- a\n- b\n3. c\n* d\n* e\n* f", 0, 0)).isEqualTo(3);
		assertThat(TaskComplexity.points("```x```", 0, 0)).isEqualTo(2);
		assertThat(TaskComplexity.points("x^2", 0, 0)).isEqualTo(2);
		assertThat(TaskComplexity.points("a|b|1\nc|d|2\ne|f|3", 0, 0)).isEqualTo(2);
		assertThat(TaskComplexity.points("prove prove prove", 0, 0)).isEqualTo(3);
		assertThat(TaskComplexity.points("prove, derive, design, implement", 0, 0)).isEqualTo(6);
	}

	@Test
	void isLinearInTheLengthOfTheTask() {
		for (String piece : List.of("?", "- a\n", "字", "why ", "a", "1|2|3\n", "x^", ";{}\n")) {
			String task = piece.repeat(500_000 / piece.length());
			assertTimeout(Duration.ofSeconds(30), () -> TaskComplexity.points(task, 0, 0));
		}
	}

}
