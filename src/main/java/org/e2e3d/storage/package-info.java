/** Objects behind one port: the MinIO client and the embedded server. */
package org.e2e3d.storage;
