/**
 * Which space is free and which is not, from what the views see: a Delaunay tetrahedralisation of
 * their points, cut in two by visibility.
 */
package org.e2e3d.engine.surface.cut;
