using System.Runtime.InteropServices;

namespace Magpie.Barcodes;

/// <summary>A barcode that was read.</summary>
/// <param name="Data">What it says; bytes that are no UTF-8 are read as Latin-1.</param>
/// <param name="Type"><c>EAN-13</c>, <c>UPC-A</c>, <c>QR-Code</c>, <c>CODE-128</c>, …</param>
/// <param name="Box">Where it is, pixels of the picture.</param>
public sealed record Barcode(string Data, string Type, BarcodeBox Box);

/// <summary>A rectangle, pixels; all four are inside.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BarcodeBox(int Left, int Top, int Right, int Bottom);
