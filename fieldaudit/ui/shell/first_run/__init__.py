"""The first run: join a bureau, found one, import its register, or open the demo.

presenter   what each choice does, without widgets
view        the side with its steps, language and theme, and the page of the step
parts       cards and forms of the steps
found       the founding of a bureau
join        a laptop's way into a bureau that works already, with a file that is carried
invited     the same with an invitation, over a hub; `invited_presenter` does it
"""
