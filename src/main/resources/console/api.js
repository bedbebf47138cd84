'use strict';

// requests go to another port, which lets no page of this one ask: the console's playground can
SwaggerUIBundle({
  url: '/console/openapi.json', dom_id: '#api', supportedSubmitMethods: [], validatorUrl: null, deepLinking: false
});
