namespace CloudinaryDotNet;

/// <summary>A transformation of a picture or video.</summary>
public class Transformation
{
    private string _raw = "";

    /// <summary>Takes the text as it is, without validation.</summary>
    public Transformation RawTransformation(string value)
    {
        _raw = value;
        return this;
    }

    /// <summary>The transformation as the service reads it.</summary>
    public virtual string Generate() => _raw;
}
