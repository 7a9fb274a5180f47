"use strict";
/* A quiz, one question a page: each answer is kept, told what follows from it, and reported. */
(() => {
  const place = document.getElementById("quiz");
  const introduction = document.getElementById("introduction");
  const quiz = JSON.parse(place.dataset.quiz);
  const { items, labels } = quiz;
  const report = window.commonGround;
  let attempt = 1;
  let best = -1;
  let answers = [];

  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);

  const element = (tag, text = "", attributes = {}) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  };

  const paragraphs = (text) => (text || "").split(/\n{2,}/).filter(Boolean).map((part) => element("p", part));

  const show = (...parts) => {
    place.replaceChildren(...parts.flat(2).filter(Boolean));
    introduction.hidden = true;
    const heading = place.querySelector("h2");
    if (heading) {
      heading.tabIndex = -1;
      heading.focus();
    }
    window.scrollTo(0, 0);
  };

  const button = (text, act) => {
    const made = element("button", text, { type: "button", class: "button" });
    made.addEventListener("click", act);
    return element("p").appendChild(made).parentNode;
  };

  /* Kept as 1|attempt|best|item.scene:choices;… where a choice is one figure or letter. */
  const code = (number) => number.toString(36);
  const write = () =>
    ["1", attempt, best, answers.map(([i, s, given]) => `${i}${s < 0 ? "" : `.${s}`}:${given.map(code).join("")}`).join(";")].join("|");

  const read = (kept) => {
    const [form, number, score, given] = kept.split("|");
    if (form !== "1" || given === undefined) return;
    const found = given.split(";").filter(Boolean).map((part) => {
      const [where, chosen] = part.split(":");
      const [item, scene] = where.split(".").map(Number);
      return [item, scene ?? -1, [...(chosen || "")].map((letter) => parseInt(letter, 36))];
    });
    const sound = found.every(([item, scene, chosen]) => {
      const asked = items[item] && (scene < 0 ? items[item].choices : items[item].scenes?.[scene]?.choices);
      return asked && chosen.length && chosen.every((n) => asked[n]);
    });
    if (!sound) return;
    [attempt, best, answers] = [Number(number) || 1, Number(score), found];
  };

  const given = (item, scene) => answers.find(([i, s]) => i === item && s === scene)?.[2];

  /* The points of an item, and the scene that waits in it: null when it is done. */
  const stand = (item, number) => {
    if (!item.scenes) {
      const chosen = given(number, -1);
      if (!chosen) return { points: 0, waits: -1 };
      const right = item.choices.filter((choice, n) => chosen.includes(n) === choice.right).length;
      if (item.kind === "single") return { points: right === item.choices.length ? 1 : 0, waits: null };
      return { points: chosen.length === item.choices.length ? 0 : right, waits: null };
    }
    let [scene, points] = [0, 0];
    for (let steps = 0; scene !== null && steps < item.scenes.length; steps += 1) {
      const chosen = given(number, scene);
      if (!chosen) return { points, waits: scene };
      const choice = item.scenes[scene].choices[chosen[0]];
      points += choice.points;
      scene = choice.next;
    }
    return { points, waits: null };
  };

  const divisor = (a, b) => (b ? divisor(b, a % b) : a);

  /* Whole per cent rounded down, in whole numbers, as the server counts. */
  const percent = () => {
    const together = items.reduce((all, item) => (all / divisor(all, item.most)) * item.most, 1);
    const points = items.reduce((sum, item, n) => sum + stand(item, n).points * (together / item.most), 0);
    return Math.floor((100 * points) / (together * items.length));
  };

  const waiting = () => {
    const number = items.findIndex((item, n) => stand(item, n).waits !== null);
    return number < 0 ? null : { number, scene: stand(items[number], number).waits };
  };

  const go = () => {
    const next = waiting();
    return next ? ask(next.number, next.scene) : result();
  };

  const rule = (said) => {
    if (!said) return null;
    const line = element("p", "", { class: "rule" });
    line.append(element("strong", said.layer), ` ${said.cite}: ${said.title}. `, element("small", said.status));
    return line;
  };

  const story = (item, number) => {
    const told = answers.filter(([i, s]) => i === number && s >= 0);
    if (!told.length) return null;
    const box = element("details");
    box.append(element("summary", labels.so_far));
    told.forEach(([, s, [chosen]]) => {
      const choice = item.scenes[s].choices[chosen];
      box.append(...paragraphs(item.scenes[s].narrative), element("p", `${labels.you_chose} ${choice.text}`), ...paragraphs(choice.consequence));
    });
    return box;
  };

  const note = (text) => {
    if (!text) return null;
    const line = element("p", "", { class: "content-note" });
    line.append(element("strong", labels.before), ` ${text}`);
    return line;
  };

  const ask = (number, scene) => {
    const item = items[number];
    const asked = scene < 0 ? item : item.scenes[scene];
    const many = item.kind === "multiple";
    const form = element("form");
    const set = element("fieldset");
    set.append(element("legend", many ? labels.choose_many : labels.choose_one));
    asked.choices.forEach((choice, n) => {
      const line = element("label", "", { class: "choice" });
      line.append(element("input", "", { type: many ? "checkbox" : "radio", name: "choice", value: n }), element("span", choice.text));
      set.append(line);
    });
    const wrong = element("p", "", { class: "error", role: "alert" });
    form.append(set, wrong, element("button", labels.answer, { class: "button", type: "submit" }));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = [...form.querySelectorAll("input:checked")].map((input) => Number(input.value));
      if (!chosen.length) {
        wrong.textContent = labels.choose_first;
        form.querySelector("input").focus();
        return;
      }
      take(number, scene, chosen);
    });
    const count = fill(labels.question, { n: number + 1, total: items.length });
    show(element("h2", item.title), element("p", count, { class: "meta" }), note(item.note), scene < 0 ? paragraphs(item.stem) : [story(item, number), paragraphs(asked.narrative)], form);
  };

  const take = (number, scene, chosen) => {
    const item = items[number];
    const asked = scene < 0 ? item : item.scenes[scene];
    answers.push([number, scene, chosen]);
    const right = asked.choices.map((choice, n) => (choice.right ? n : -1)).filter((n) => n >= 0);
    const correct = item.kind === "multiple" ? right.length === chosen.length && right.every((n) => chosen.includes(n)) : right.includes(chosen[0]);
    const named = (numbers) => numbers.map(code);
    report.keep(write(), `${number + 1}`);
    report.answer({
      id: scene < 0 ? item.id : `${item.id}.${asked.id}`,
      description: item.title,
      chosen: named(chosen),
      right: item.kind === "multiple" ? [named(right)] : right.map((n) => named([n])),
      correct,
    });
    const done = items.filter((one, n) => stand(one, n).waits === null).length;
    if (done === items.length) finish();
    else if (attempt === 1) report.say({ progress: Math.round((100 * done) / items.length) / 100 });
    report.commit();
    tell(item, asked, chosen, correct);
  };

  const finish = () => {
    best = Math.max(best, percent());
    report.keep(write(), "end");
    report.say({ percent: best, passed: best >= quiz.mark, completed: true, progress: 1 });
  };

  const tell = (item, asked, chosen, correct) => {
    const picked = chosen.map((n) => asked.choices[n]);
    const list = element("ul", "", { class: "answers" });
    asked.choices.forEach((choice, n) => {
      const marks = [chosen.includes(n) ? labels.chosen : "", choice.right ? labels.right : ""].filter(Boolean);
      const line = element("li", choice.text);
      if (marks.length) line.append(" ", element("strong", `(${marks.join(", ")})`));
      line.append(...paragraphs(choice.feedback));
      list.append(line);
    });
    const quoted = picked.map((choice) => choice.rule).find(Boolean) || asked.choices.filter((choice) => choice.right).map((choice) => choice.rule).find(Boolean);
    const belief = item.belief && stand(item, items.indexOf(item)).waits === null ? element("p", `${labels.belief} ${item.belief}`) : null;
    const next = waiting();
    const words = !next ? labels.to_result : items[next.number] === item ? labels.go_on : labels.next;
    show(
      element("h2", item.scenes ? labels.followed : correct ? labels.correct : labels.not_correct),
      picked.map((choice) => paragraphs(choice.consequence)),
      item.scenes ? picked.map((choice) => paragraphs(choice.feedback)) : list,
      rule(quoted),
      belief,
      button(words, go),
    );
  };

  const result = () => {
    const score = percent();
    const list = element("ul");
    items.forEach((item, n) => list.append(element("li", fill(labels.points, { title: item.title, got: stand(item, n).points, most: item.most }))));
    const passed = score >= quiz.mark;
    const again = () => {
      [attempt, answers] = [attempt + 1, []];
      report.keep(write(), "1");
      report.commit();
      go();
    };
    show(
      element("h2", fill(labels.result, { score })),
      element("p", `${fill(labels.to_pass, { mark: quiz.mark })} ${passed ? labels.passed : labels.failed}`),
      best > score ? element("p", fill(labels.best_so_far, { score: best })) : null,
      list,
      passed ? element("p", labels.may_leave) : button(labels.again, again),
    );
  };

  report.start(({ kept, connected }) => {
    document.getElementById("alone").hidden = connected;
    read(kept);
    if (answers.length || attempt > 1) return go();
    place.replaceChildren(button(labels.start, go));
  });
})();
