using NetVips.Native;

namespace NetVips;

/// <summary>libvips refused something; the message ends with what it said.</summary>
public class VipsException : Exception
{
    public VipsException()
    {
    }

    public VipsException(string message)
        : base($"{message}{Environment.NewLine}{Libvips.TakeErrors()}")
    {
    }

    public VipsException(string message, Exception inner)
        : base($"{message}{Environment.NewLine}{Libvips.TakeErrors()}", inner)
    {
    }
}
