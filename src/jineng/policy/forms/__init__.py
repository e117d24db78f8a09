"""The form of a rule (规则表单): what a desk shows for each kind, derived from the kinds' own models, and what it posts back."""
