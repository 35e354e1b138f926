using System.Globalization;
using System.Reflection;
using System.Text;

namespace Workbook.Examples.Exercises;

/// <summary>One parameter of a demo's <c>Run</c>, as an option of the command line: see <see cref="OptionAttribute"/>.</summary>
internal sealed class DemoOption
{
    private static readonly Type[] _types = [typeof(int), typeof(long), typeof(double), typeof(bool), typeof(string)];

    private readonly OptionAttribute? _attribute;
    private readonly Type _type;

    public DemoOption(ParameterInfo parameter)
    {
        _attribute = parameter.GetCustomAttribute<OptionAttribute>();
        _type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        IsDuration = parameter.Name!.EndsWith("Ms", StringComparison.Ordinal) && _type != typeof(string);
        Name = "--" + KebabCase(IsDuration ? parameter.Name[..^2] : parameter.Name);
        Default = !parameter.HasDefaultValue ? null
            : _type.IsEnum && parameter.DefaultValue is { } value ? Enum.ToObject(_type, value) : parameter.DefaultValue;

        if (!_type.IsEnum && !_types.Contains(_type))
            throw new NotSupportedException(
                $"{parameter.Member.DeclaringType}.Run: {parameter.Name} cannot be an option, since it is of type {_type.Name}.");
    }

    /// <summary>As it is written: <c>--delay</c>.</summary>
    public string Name { get; }

    /// <summary>One line, without a full stop.</summary>
    public string Help => _attribute?.Help ?? "";

    /// <summary>Whether the help leaves it out.</summary>
    public bool IsInternal => _attribute?.IsInternal ?? false;

    /// <summary>What the demo gets when the option is not given.</summary>
    public object? Default { get; }

    public bool IsFlag => _type == typeof(bool);

    public bool IsDuration { get; }

    /// <summary>The names to choose from, for an enum.</summary>
    public IReadOnlyList<string> Choices => _type.IsEnum ? [.. Enum.GetNames(_type).Select(KebabCase)] : [];

    /// <summary>What the option takes, for a help text: <c>number</c>, <c>fifo|lifo</c>, <c>duration</c>.</summary>
    public string Placeholder =>
        Choices.Count > 0 ? string.Join('|', Choices)
        : _type == typeof(string) ? "text"
        : IsDuration ? "duration" : "number";

    private bool HasMin => _attribute is not null && !double.IsNaN(_attribute.Min);

    private bool HasMax => _attribute is not null && !double.IsNaN(_attribute.Max);

    /// <summary><c>1 to 100</c>, <c>at least 1</c>, <c>at most 100</c>, or nothing.</summary>
    public string Range => (HasMin, HasMax) switch
    {
        (true, true) => $"{ShowLimit(_attribute!.Min)} to {ShowLimit(_attribute.Max)}",
        (true, false) => $"at least {ShowLimit(_attribute!.Min)}",
        (false, true) => $"at most {ShowLimit(_attribute!.Max)}",
        _ => "",
    };

    /// <summary>A value as one writes it on the command line; "" for none.</summary>
    public string Show(object? value) => value switch
    {
        null => "",
        bool flag => flag ? "true" : "false",
        Enum choice => KebabCase(choice.ToString()),
        _ when IsDuration => Duration.Show(Convert.ToDouble(value, CultureInfo.InvariantCulture)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    /// <summary>Reads what was written after the option.</summary>
    /// <returns>Null with the value, else one line that says what is wrong: <c>--windows 0: must be 1 to 100</c>.</returns>
    public string? Read(string text, out object? value)
    {
        value = null;
        if (_type == typeof(string)) return Accept(text, out value);
        if (_type.IsEnum) return ReadChoice(text, out value);
        if (IsFlag) return bool.TryParse(text, out var flag) ? Accept(flag, out value) : Refuse(text, "must be true or false");
        return ReadNumber(text, out value);
    }

    /// <summary>What to say when the value is missing.</summary>
    public string Missing => Choices.Count > 0 ? $"{Name}: needs a value, {OneOf(Choices)}"
        : IsDuration ? $"{Name}: needs a duration; write {Name} {Show(Default ?? 100)}"
        : $"{Name}: needs a value{(Range == "" ? "" : ", " + Range)}";

    /// <summary><c>ReadersFirst</c> and <c>readersFirst</c> are written <c>readers-first</c>.</summary>
    public static string KebabCase(string name)
    {
        var kebab = new StringBuilder();
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i]) && i > 0 && !char.IsUpper(name[i - 1])) kebab.Append('-');
            kebab.Append(char.ToLowerInvariant(name[i]));
        }
        return kebab.ToString();
    }

    private string? ReadChoice(string text, out object? value)
    {
        var index = Choices.ToList().IndexOf(text.ToLowerInvariant());
        value = index < 0 ? null : Enum.Parse(_type, Enum.GetNames(_type)[index]);
        return index < 0 ? Refuse(text, $"must be {OneOf(Choices)}") : null;
    }

    private string? ReadNumber(string text, out object? value)
    {
        value = null;
        double number;
        if (IsDuration)
        {
            if (!Duration.TryParse(text, out number))
                return Refuse(text, Duration.TryParseNumber(text, out _)
                    ? $"a duration has a unit; write {Name} {text}ms"
                    : "must be a duration such as 100ms, 0.1s, 2s or 1m");
        }
        else if (!Duration.TryParseNumber(text, out number))
        {
            return Refuse(text, $"must be a {Noun}{(Range == "" ? "" : ", " + Range)}");
        }

        if ((HasMin && number < _attribute!.Min) || (HasMax && number > _attribute!.Max)) return Refuse(text, $"must be {Range}");
        if (_type == typeof(double)) return Accept(number, out value);
        if (number != Math.Floor(number)) return Refuse(text, $"must be a {Noun}{(Range == "" ? "" : ", " + Range)}");

        // The exact text, since a double does not hold every long.
        var digits = IsDuration ? number.ToString("F0", CultureInfo.InvariantCulture) : text;
        var whole = decimal.TryParse(digits, CultureInfo.InvariantCulture, out var exact) ? exact : decimal.MaxValue;
        var (least, most) = _type == typeof(int) ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        if (whole < least || whole > most)
            return Refuse(text, $"must be at least {least} and at most {most}{(IsDuration ? " ms" : "")}");
        return Accept(_type == typeof(int) ? (int)whole : (object)(long)whole, out value);
    }

    private string Noun => IsDuration ? "whole number of milliseconds" : _type == typeof(double) ? "number" : "whole number";

    private string ShowLimit(double limit) => IsDuration ? Duration.Show(limit) : limit.ToString(CultureInfo.InvariantCulture);

    private string Refuse(string text, string reason) => $"{Name} {(text.Length == 0 ? "\"\"" : text)}: {reason}";

    private static string? Accept(object accepted, out object? value)
    {
        value = accepted;
        return null;
    }

    private static string OneOf(IReadOnlyList<string> names) =>
        names.Count == 1 ? names[0] : string.Join(", ", names.SkipLast(1)) + " or " + names[^1];
}
