/** HTTP pages and API. */
package org.e2e3d.web;
