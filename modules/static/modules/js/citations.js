/* Two buttons of the text editor: cite a rule or a source, explain a word. Without them both links still survive. */
(() => {
  const draftail = window.draftail;
  if (!draftail || !draftail.DocumentModalWorkflowSource) return;

  const wire = (modal) => {
    const body = modal.body[0] || modal.body;
    const form = body.querySelector('.cg-inline-search');
    const search = form.querySelector('[type="search"]');
    const first = body.querySelector('.cg-inline-pick');
    const asked = search.value;
    window.setTimeout(() => {
      if (search.value === asked) (asked && first ? first : search).focus(); // else somebody types already
    }, 200);
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const query = new URLSearchParams(new FormData(form)).toString();
      modal.loadUrl(`${form.getAttribute('action')}?${query}`);
    });
    body.querySelectorAll('.cg-inline-pick').forEach((button) => {
      button.addEventListener('click', () => {
        const fact = body.querySelector('#cg-inline-fact');
        const chosen = { ...button.dataset };
        if (chosen.source) chosen.fact = fact.value.trim();
        if (chosen.source && !chosen.fact) {
          fact.focus();
          return;
        }
        modal.respond('chosen', chosen);
        modal.close();
      });
    });
  };

  const source = (kind, names) =>
    class extends draftail.DocumentModalWorkflowSource {
      getChooserConfig() {
        const { chooserUrls } = this.props.entityType;
        return {
          url: chooserUrls.citations,
          urlParams: { kind },
          onload: { choose: wire },
          responses: { chosen: this.onChosen },
        };
      }

      filterEntityData(data) {
        return Object.fromEntries(names.filter((name) => data[name]).map((name) => [name, data[name]]));
      }
    };

  const decorator = (describe) => (props) => {
    const data = props.contentState.getEntity(props.entityKey).getData();
    return window.React.createElement('span', { className: 'TooltipEntity', title: describe(data) }, props.children);
  };

  draftail.registerPlugin({
    type: 'CITATION',
    source: source('citation', ['provision', 'source', 'fact']),
    decorator: decorator((data) => data.provision || `${data.source}: ${data.fact}`),
  }, 'entityTypes');
  draftail.registerPlugin({
    type: 'GLOSSARY',
    source: source('glossary', ['term']),
    decorator: decorator((data) => data.term),
  }, 'entityTypes');
})();
