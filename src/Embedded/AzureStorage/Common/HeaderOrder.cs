namespace Azure.Storage.Common;

/// <summary>
/// The order of x-ms headers in a string-to-sign. The service sorts by culture, not by code: "_" comes before digits and digits before
/// letters, which shows with metadata names such as a_b and a1.
/// </summary>
internal static class HeaderOrder
{
    public static int Compare(string x, string y)
    {
        var shared = Math.Min(x.Length, y.Length);
        for (var i = 0; i < shared; i++)
        {
            if (x[i] != y[i])
            {
                return Weight(x[i]) - Weight(y[i]);
            }
        }

        return x.Length - y.Length;
    }

    private static int Weight(char c) => c switch { '_' => 0, '-' => 1, _ => c };
}
