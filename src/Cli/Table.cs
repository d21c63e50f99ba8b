namespace Magpie.Cli;

/// <summary>Rows in aligned columns, the same on a terminal and in a pipe: a row is never broken.</summary>
internal static class Table
{
    private const int Gap = 2;

    public static void Write(TextWriter output, string[] header, IEnumerable<string[]> rows)
    {
        List<string[]> all = [header, .. rows];
        int[] widths = [.. header.Select((_, column) => all.Max(row => row[column].Length) + Gap)];
        foreach (var row in all)
        {
            output.WriteLine(string.Concat(row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }
    }
}
